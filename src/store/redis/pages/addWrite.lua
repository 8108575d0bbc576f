-- Adds a write to the log.
-- KEYS: meta, log. ARGV: name of a new log, the write, how many are kept, for how many milliseconds.
-- Returns: the log's name, how many writes there were in all.
redis.call('HSETNX', KEYS[1], 'id', ARGV[1])
local count = redis.call('HINCRBY', KEYS[1], 'count', 1)
redis.call('RPUSH', KEYS[2], ARGV[2])
redis.call('LTRIM', KEYS[2], -tonumber(ARGV[3]), -1)
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return { redis.call('HGET', KEYS[1], 'id'), count }
