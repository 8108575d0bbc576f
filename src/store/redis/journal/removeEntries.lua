-- Forgets settled entries that have not changed since they were read, with their bindings.
-- KEYS: meta, entries, bindings, settled hours, the list of one hour.
-- ARGV: epoch, the hour, then for each key of the list that has nothing to do there any more: the key, the version that was
-- read or '' where only the list is to forget it, its binding or ''.
-- Returns: how many entries were forgotten, and how many rows the list has lost; -1 where the journal is another one than
-- this process knows.
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return { -1, 0 } end
local forgotten, lost = 0, 0
for i = 3, #ARGV, 3 do
  local key, read, binding = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local stored = redis.call('HGET', KEYS[2], key)
  local isAsRead = stored and string.match(stored, '^%d+') == read
  if isAsRead then
    redis.call('HDEL', KEYS[2], key)
    if binding ~= '' and redis.call('HGET', KEYS[3], binding) == key then redis.call('HDEL', KEYS[3], binding) end
    forgotten = forgotten + 1
  end
  if isAsRead or read == '' or not stored then lost = lost + redis.call('LREM', KEYS[5], 1, key) end
end
if redis.call('EXISTS', KEYS[5]) == 0 then redis.call('ZREM', KEYS[4], ARGV[2]) end
return { forgotten, lost }
