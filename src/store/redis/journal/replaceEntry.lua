-- Replaces an entry if the stored one has the version that was read and its record is not another key's.
-- KEYS: meta, entries, bindings, open, settled hours.
-- ARGV: epoch, key, version that was read or '', new version, new text, hour in which it was settled or '' while it is open, binding or ''.
-- A stored entry is its version, a space and its text. Settled keys stand in a list for each hour: a list takes a third of
-- what a sorted set would.
-- Returns: 1 replaced, 0 changed, 2 bound to another key, -1 the journal is another one than this process knows.
local epoch, key, read, version, text, hour, binding = unpack(ARGV)
if redis.call('HGET', KEYS[1], 'epoch') ~= epoch then return -1 end
local stored = redis.call('HGET', KEYS[2], key)
if (stored and string.match(stored, '^%d+') or '') ~= read then return 0 end
if binding ~= '' then
  local boundTo = redis.call('HGET', KEYS[3], binding)
  if boundTo and boundTo ~= key then return 2 end
  if not boundTo then redis.call('HSET', KEYS[3], binding, key) end
end
redis.call('HSET', KEYS[2], key, version .. ' ' .. text)
if hour == '' then
  redis.call('SADD', KEYS[4], key)
else
  redis.call('SREM', KEYS[4], key)
  redis.call('RPUSH', KEYS[5] .. ':' .. hour, key)
  redis.call('ZADD', KEYS[5], hour, hour)
end
return 1
