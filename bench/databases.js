/** The servers whose sessions are measured, as data. `store`: how they are opened; `without`: who cannot be had there; `scaled`: also with many rows. */
export const databases = [
  { id: 'postgres-15', title: 'PostgreSQL 15', store: '../stores/postgres.js', scaled: true },
  { id: 'mariadb', title: 'MariaDB 10.11', store: '../stores/mysql.js', scaled: true },
  { id: 'mysql-5.6', title: 'MySQL 5.6', store: '../stores/mysql.js', without: ['better-auth'] },
]
