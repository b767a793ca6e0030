/** A script of Redis: it runs alone, so what it checks is still so when it writes. */
export interface Script {
  readonly text: string
  /** It writes nothing, so asking twice is as good as once. */
  readonly reads: boolean
  /** What the server knows it by. */
  sha(): Promise<string>
}

/** KEYS: a record. Its fields. */
export const read: Script = script(`return redis.call('HGETALL', KEYS[1])`, { reads: true })

/** KEYS: a record; ARGV: what stands before a user's id in a key. The fields of the record, and of the user it names. */
export const follow: Script = script(
  `
  local user = redis.call('HGET', KEYS[1], 'user')
  if not user then return {{}, {}} end
  return {redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', ARGV[1] .. user)}`,
  { reads: true },
)

/** KEYS: an index. What is in it. */
export const members: Script = script(`return redis.call('ZRANGE', KEYS[1], 0, -1)`, { reads: true })

/**
 * KEYS: all that the plan names by number; ARGV: the plan as JSON. Carries out all steps if all checks hold. Answers 0, or the number of
 * the first check that does not.
 *
 * The first step of every plan that stores something new is one that Redis refuses when its memory is full, and what has begun to write
 * goes through: so that a plan happens as a whole there, too.
 *
 * Time is the server's own: several instances need not agree on it. An index is trimmed where it grows, and lives as long as its longest
 * member.
 */
export const commit: Script = script(`
  local plan = cjson.decode(ARGV[1])
  for at, check in ipairs(plan.checks) do
    local key, holds = KEYS[check.key], nil
    if check.field then
      holds = redis.call('HGET', key, check.field) == (check.value or false)
    else
      holds = (redis.call('EXISTS', key) == 1) == check.there
    end
    if not holds then return at end
  end

  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local steps = {}
  function steps.write(key, step)
    if #step.set > 0 then redis.call('HSET', key, unpack(step.set)) end
    if #step.unset > 0 then redis.call('HDEL', key, unpack(step.unset)) end
    if step.ttl then redis.call('PEXPIRE', key, step.ttl) end
  end
  function steps.remove(key)
    redis.call('DEL', key)
  end
  function steps.list(key, step)
    if not step.score then redis.call('ZREMRANGEBYSCORE', key, '-inf', now) end
    redis.call('ZADD', key, step.score or (step.ttl and now + step.ttl) or '+inf', step.member)
    if step.ttl and redis.call('PTTL', key) < step.ttl then redis.call('PEXPIRE', key, step.ttl) end
  end
  function steps.unlist(key, step)
    redis.call('ZREM', key, step.member)
  end
  function steps.clear(key, step)
    for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
      local record = step.prefix .. member
      if redis.call('HGET', record, 'user') == step.user then redis.call('DEL', record) end
    end
    redis.call('DEL', key)
  end
  for _, step in ipairs(plan.steps) do steps[step.does](KEYS[step.key], step) end
  return 0`)

/** KEYS: a counter; ARGV: now, when a window that begins now ends, and how long that is. The count, and when the running window ends. */
export const count: Script = script(`
  local resets = redis.call('HGET', KEYS[1], 'resets')
  if resets and tonumber(resets) > tonumber(ARGV[1]) then return {redis.call('HINCRBY', KEYS[1], 'count', 1), resets} end
  redis.call('HSET', KEYS[1], 'v', '1', 'count', 1, 'resets', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return {1, ARGV[2]}`)

/** KEYS: the index of what had expired when it was written; ARGV: what stands before its members in a key, the time, how many at most. */
export const sweep: Script = script(`
  local swept = 0
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[2], 'LIMIT', 0, ARGV[3])) do
    local expires = redis.call('HGET', ARGV[1] .. member, 'expires')
    if expires and tonumber(expires) < tonumber(ARGV[2]) then swept = swept + redis.call('DEL', ARGV[1] .. member) end
    redis.call('ZREM', KEYS[1], member)
  end
  return swept`)

function script(text: string, { reads = false }: { reads?: boolean } = {}): Script {
  let sha: Promise<string> | undefined
  return {
    text,
    reads,
    sha() {
      sha ??= crypto.subtle
        .digest('SHA-1', new TextEncoder().encode(text))
        .then((bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join(''))
      return sha
    },
  }
}
