-- Begins the journal where there is none, and says what it is.
-- KEYS: meta. ARGV: the secret of a new journal, its epoch.
-- Returns: secret, epoch, when it was begun in milliseconds since the epoch of Unix.
if redis.call('HSETNX', KEYS[1], 'epoch', ARGV[2]) == 1 then
  local time = redis.call('TIME')
  redis.call('HSET', KEYS[1], 'secret', ARGV[1], 'bornAt', time[1] .. string.format('%03d', math.floor(tonumber(time[2]) / 1000)))
end
return redis.call('HMGET', KEYS[1], 'secret', 'epoch', 'bornAt')
