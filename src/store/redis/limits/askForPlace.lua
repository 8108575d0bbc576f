-- Asks for a place, or takes up one that was offered. A place that is had is a call that is counted.
-- ARGV: as in limits.lua, then the name of the call, its lane, for how many milliseconds it has waited.
local name, lane, waitedMs = ARGV[own], ARGV[own + 1], tonumber(ARGV[own + 2])
local queue = lane == 'write' and waitingWrites or waitingReads
redis.call('ZREMRANGEBYSCORE', places, '-inf', now)
if isSpent(lane) then
  redis.call('ZREM', queue, name)
  if redis.call('ZREM', places, name) == 1 then offerPlaces() end
  return answer('spent')
end
if not redis.call('ZSCORE', places, name) then
  redis.call('ZADD', queue, now - waitedMs, name)
  offerPlaces(name)
  if not redis.call('ZSCORE', places, name) then return answer('queued') end
end
redis.call('ZADD', places, now + placeMs, name)
countCall()
return answer('granted')
