-- Takes the secret of another journal, unless entries exist that were made with a different one.
-- KEYS: meta, entries. ARGV: the secret, the epoch that this process knows.
-- Returns: 1 taken, 0 refused, -1 the journal is another one than this process knows.
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[2] then return -1 end
if redis.call('HLEN', KEYS[2]) > 0 and redis.call('HGET', KEYS[1], 'secret') ~= ARGV[1] then return 0 end
-- The keys of the journal it comes from come along: nothing was lost before it.
redis.call('HSET', KEYS[1], 'secret', ARGV[1], 'bornAt', '0')
return 1
