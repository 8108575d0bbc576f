-- Offers what has become free by itself, and says how things stand.
-- ARGV: as in limits.lua.
offerPlaces()
return answer('seen')
