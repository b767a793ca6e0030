import { expect, test } from 'vitest'
import BattleNet, { type BattleNetOptions } from './battlenet.js'

const world = 'https://oauth.battle.net'
const china = 'https://oauth.battlenet.com.cn'

test.each<[BattleNetOptions, string]>([
  [{}, world],
  [{ region: 'EU' }, world],
  [{ region: 'CN' }, china],
  [{ issuer: world }, world],
  [{ issuer: 'https://us.battle.net/oauth' }, world],
  [{ issuer: 'https://kr.battle.net/oauth' }, world],
  [{ issuer: 'https://www.battlenet.com.cn/oauth' }, china],
  [{ issuer: china }, china],
])('%o leads to %s', (options, issuer) => {
  expect(BattleNet(options).issuer).toBe(issuer)
})
