-- Ends a claim, keeps the page that was read unless there is none, and tells those who wait for it.
-- KEYS: page, claim, expiry of pages, sizes of pages, bytes of all pages.
-- ARGV: who read it; its name; what the keys of pages begin with; the channel; the content or ''; its age in milliseconds;
-- how long pages are fresh; the log's name and number of writes when it was claimed; how many bytes all pages may take; then
-- the keys under which its name is kept, so that each of its records leads to it.
local who, name, pages, channel, content, ageMs, freshMs, id, writes, maxBytes = unpack(ARGV)
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local lastsMs = math.floor(tonumber(freshMs) - tonumber(ageMs))
maxBytes = tonumber(maxBytes)
-- What a page takes besides its content.
local overhead = 400 + 200 * math.max(0, #ARGV - 10)

local function forget(other)
  local bytes = redis.call('HGET', KEYS[4], other)
  redis.call('ZREM', KEYS[3], other)
  if not bytes then return end
  redis.call('HDEL', KEYS[4], other)
  redis.call('DECRBY', KEYS[5], bytes)
end

if content ~= '' and lastsMs > 0 and #content + overhead <= maxBytes then
  for _, other in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now)) do forget(other) end
  forget(name)
  local bytes = #content + overhead
  -- The ones that will be of use for the shortest time go first.
  while (tonumber(redis.call('GET', KEYS[5])) or 0) + bytes > maxBytes do
    local other = redis.call('ZRANGE', KEYS[3], 0, 0)[1]
    if not other then break end
    redis.call('UNLINK', pages .. other)
    forget(other)
  end
  redis.call('HSET', KEYS[1], 'content', content, 'askedAt', math.floor(now - tonumber(ageMs)), 'log', id, 'writes', writes)
  redis.call('PEXPIRE', KEYS[1], lastsMs)
  redis.call('ZADD', KEYS[3], now + lastsMs, name)
  redis.call('HSET', KEYS[4], name, bytes)
  redis.call('INCRBY', KEYS[5], bytes)
  for i = 3, 5 do redis.call('PEXPIRE', KEYS[i], freshMs) end
  for i = 11, #ARGV do redis.call('SET', ARGV[i], name, 'PX', lastsMs) end
end
if redis.call('GET', KEYS[2]) == who then redis.call('DEL', KEYS[2]) end
redis.call('PUBLISH', channel, name)
return 1
