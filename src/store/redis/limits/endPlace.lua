-- Gives a place back, or stops waiting for one. A name is used once, so that what comes late takes nobody else's place.
-- ARGV: as in limits.lua, then the name, and 1 where its call was counted and not made.
local name = ARGV[own]
local hadPlace = redis.call('ZREM', places, name) == 1
redis.call('ZREM', waitingWrites, name)
redis.call('ZREM', waitingReads, name)
if hadPlace and ARGV[own + 1] == '1' and (quotaOf('used') or 0) > 0 then redis.call('HINCRBY', quota, 'used', -1) end
offerPlaces()
return answer('ended')
