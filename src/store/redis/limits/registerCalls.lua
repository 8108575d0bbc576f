-- Enters calls that are in flight and may not be known here, without making any of them last longer.
-- ARGV: as in limits.lua, then how many calls were made that nobody counted, then for each call in flight its name and for
-- how many milliseconds it still may last.
openQuota()
redis.call('HINCRBY', quota, 'used', ARGV[own])
for i = own + 1, #ARGV, 2 do redis.call('ZADD', places, 'NX', now + tonumber(ARGV[i + 1]), ARGV[i]) end
offerPlaces()
return answer('registered')
