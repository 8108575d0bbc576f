-- Says what was written since. Begins a log where there is none, so that a lost one is not taken for one that was empty.
-- KEYS: meta, log. ARGV: name of a new log; the log's name and the number of writes that are known.
-- Returns: the log's name, how many writes there were in all, the writes that are not known yet or nothing.
redis.call('HSETNX', KEYS[1], 'id', ARGV[1])
local id, count = positionOf(KEYS[1])
return { id, count, writesSince(KEYS[1], KEYS[2], ARGV[2], tonumber(ARGV[3])) }
