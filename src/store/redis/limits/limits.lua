-- What the scripts of this folder have in common; it stands before each of them. Times are milliseconds of the server.
-- KEYS: places, waiting writes, waiting reads, state, quota.
--   places: names of the calls that may be in flight, by when they end at the latest. An offered place ends soon.
--   waiting: names that wait for a place, by since when.
--   state: nextStartAt, pausedUntil, quietUntil, writesInARow.
--   quota: used, limit, resetsAt, isConfirmed, probedAt, askedAt; gone when the day is over.
-- ARGV: places in all; milliseconds between two starts; how long a place lasts; how long an offer does; what channels begin
-- with; calls a day or ''; calls or share that is kept for writes, and which of the two; the next two resets of the quota.
local places, waitingWrites, waitingReads, state, quota = unpack(KEYS)
local concurrency, intervalMs, placeMs, offerMs = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local channels, dailyQuota, reserve, reserveUnit = ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8]
local own = 11 -- where the arguments of the script itself begin

-- A table that was lost begins anew: until everybody has told what is in flight, nothing is started.
local quietMs = 1000
-- After the CRM said that nothing is left, one call in so many milliseconds tries again.
local probeMs = 60000
-- Of so many starts in a row one is a read's, if any waits.
local writesInARow = 3

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000

local function stateOf(field)
  return tonumber(redis.call('HGET', state, field)) or 0
end

local function quotaOf(field)
  return tonumber(redis.call('HGET', quota, field))
end

local function mayStartAt()
  return math.max(stateOf('pausedUntil'), stateOf('quietUntil'), stateOf('nextStartAt'))
end

-- Who comes next: a write, but not for ever.
local function nextWaiting()
  local write = redis.call('ZRANGE', waitingWrites, 0, 0)[1]
  local read = redis.call('ZRANGE', waitingReads, 0, 0)[1]
  if write and (not read or stateOf('writesInARow') < writesInARow) then return write, waitingWrites end
  return read, waitingReads
end

-- Offers what is free to those who wait, and tells them; not the one who is asking, who hears it by the answer.
local function offerPlaces(asking)
  redis.call('HSETNX', state, 'quietUntil', now + quietMs)
  redis.call('ZREMRANGEBYSCORE', places, '-inf', now)
  while redis.call('ZCARD', places) < concurrency and mayStartAt() <= now do
    local name, queue = nextWaiting()
    if not name then return end
    redis.call('ZREM', queue, name)
    redis.call('ZADD', places, now + offerMs, name)
    redis.call('HSET', state, 'nextStartAt', now + intervalMs)
    if queue == waitingWrites then redis.call('HINCRBY', state, 'writesInARow', 1) else redis.call('HSET', state, 'writesInARow', 0) end
    if name ~= asking then redis.call('PUBLISH', channels .. string.match(name, '^[^:]+'), name) end
  end
end

-- In how many milliseconds a place may become free without anybody giving one back; -1 where nobody waits.
local function wakeInMs()
  if redis.call('ZCARD', waitingWrites) + redis.call('ZCARD', waitingReads) == 0 then return -1 end
  if redis.call('ZCARD', places) < concurrency then return math.max(1, math.ceil(mayStartAt() - now)) end
  return math.max(1, math.ceil(tonumber(redis.call('ZRANGE', places, 0, 0, 'WITHSCORES')[2]) - now))
end

-- Begins the day's count where there is none.
local function openQuota()
  if redis.call('EXISTS', quota) == 1 then return end
  local resetsAt = tonumber(ARGV[9])
  if resetsAt <= now then resetsAt = tonumber(ARGV[10]) end
  redis.call('HSET', quota, 'used', 0, 'resetsAt', resetsAt)
  redis.call('PEXPIREAT', quota, resetsAt)
end

local function reservedCalls(limit)
  if reserveUnit == 'calls' then return math.min(reserve, limit) end
  -- Binary fractions make 7.000000000000001 of 70 × 0.1.
  return math.ceil(limit * reserve - 1e-9)
end

-- Whether no call of a lane may be made any more today.
local function isSpent(lane)
  openQuota()
  local limit = dailyQuota or quotaOf('limit')
  local kept = lane == 'read' and limit and reservedCalls(limit) or 0
  if limit and quotaOf('used') + 1 > limit - kept then return true end
  local probedAt = quotaOf('probedAt')
  return probedAt ~= nil and now - probedAt < probeMs
end

local function countCall()
  redis.call('HINCRBY', quota, 'used', 1)
  if quotaOf('probedAt') then redis.call('HSET', quota, 'probedAt', now) end
end

-- The answer of every script: what came of it, then how things stand.
local function answer(result)
  openQuota()
  local figures = redis.call('HMGET', quota, 'used', 'limit', 'resetsAt', 'isConfirmed', 'probedAt')
  local pausedForMs = math.max(0, math.ceil(stateOf('pausedUntil') - now))
  return { result, wakeInMs(), pausedForMs, figures[1], figures[2] or '', figures[3], figures[4] and 1 or 0, figures[5] and 1 or 0 }
end
