-- Gives the background work on the journal to one process at a time, or lets it keep it.
-- KEYS: recovery. ARGV: the process, for how many milliseconds.
-- Returns: 1 it has it, 0 another one does.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
