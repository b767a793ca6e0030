/** What ours must reach on each server, as data; `database` says which, so that the rows of one that is not there are left out. */
import { databases } from './databases.js'

export const databaseTimed = [
  { id: 'verb-sqlite', title: 'Session read by the adapter alone, SQLite', subject: 'ours', must: {}, beyond: {} },
  ...databases.flatMap(({ id, title }) => [
    { id: `session-${id}`, database: id, title: `GET session, session in ${title}`, subject: 'ours', must: {}, beyond: {} },
    {
      id: `verb-${id}`,
      database: id,
      title: `Session read by the adapter alone, ${title}`,
      subject: 'ours',
      // A second statement, or a ping before each, would double it.
      must: { slower: { driver: 2 } },
      beyond: { slower: { driver: 1.2 } },
    },
  ]),
]

const whole = { unit: '', shown: (value) => value }

export const databaseCounted = databases.flatMap(({ id, title, scaled }) => [
  {
    ...whole,
    database: id,
    title: `Statements per session read in ${title}`,
    must: 1,
    beyond: 1,
    of: ({ databaseStatements }, name) => databaseStatements?.[id]?.[name]?.read.length,
  },
  {
    ...whole,
    database: id,
    title: `Statements per OAuth sign-in in ${title}, returning user`,
    must: 2,
    beyond: 2,
    of: ({ databaseStatements }, name) => databaseStatements?.[id]?.[name]?.returning.length,
  },
  {
    ...whole,
    database: id,
    title: `Statements per OAuth sign-in in ${title}, new user`,
    must: 5,
    beyond: 4,
    of: ({ databaseStatements }, name) => databaseStatements?.[id]?.[name]?.new.length,
  },
  ...(scaled
    ? [
        {
          ...whole,
          database: id,
          title: `Indexed paths in ${title} with 100 000 users and 500 000 sessions, times those with 10 000, the slowest`,
          must: 1.5,
          beyond: 1.2,
          of: ({ databaseScale }, name) =>
            name === 'ours' && databaseScale?.[id] ? Math.max(...Object.values(databaseScale[id])) : undefined,
        },
      ]
    : []),
])
