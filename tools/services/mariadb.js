import { findCommand } from '../dev/prepare.js'
import { mysql, settings } from './mysql.js'
import { serviceOf } from './run.js'

/** Beside PATH for those who are not root. */
const find = () => findCommand('mariadbd') ?? findCommand('/usr/sbin/mariadbd')
const findInstaller = () => findCommand('mariadb-install-db')

/** MariaDB, of Debian's `mariadb-server`: 10.11. */
export const mariadb = serviceOf(
  mysql({
    name: 'mariadb',
    missing: () => (find() && findInstaller() ? undefined : 'no mariadbd or no mariadb-install-db (apt-get install mariadb-server)'),
    tls: true,
    prepare: ({ run, data, folder }) =>
      run(String(findInstaller()), [
        '--no-defaults',
        `--datadir=${data}`,
        `--tmpdir=${folder}`,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
        '--innodb-log-file-size=8M',
      ]),
    command: (place) => ({ file: String(find()), words: [...settings(place), ...encryption(place)] }),
  }),
)

/** @param {import('./contract.js').Place} place */
function encryption({ certificate }) {
  return certificate ? [`--ssl-ca=${certificate.ca}`, `--ssl-cert=${certificate.cert}`, `--ssl-key=${certificate.key}`] : []
}
