-- Starts nothing for a while, and tells everybody.
-- ARGV: as in limits.lua, then for how many milliseconds.
local forMs = tonumber(ARGV[own])
if now + forMs > stateOf('pausedUntil') then
  redis.call('HSET', state, 'pausedUntil', now + forMs)
  redis.call('PUBLISH', channels .. 'all', ARGV[own])
end
return answer('paused')
