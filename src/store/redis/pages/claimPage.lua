-- Finds a page, or claims the right to read it.
-- KEYS: page, claim, meta of the log of writes, the log, the name of a page that holds the record asked for.
-- ARGV: who asks, how long a claim lasts, 1 where the page that is there is of no use, what the keys of pages begin with.
-- Returns: 'found' or 'around' for a page that holds the record among others, content, age in milliseconds, the writes since
-- or nothing; or 'claimed', the log's name and number of writes; or 'taken', how long the other one's claim still lasts.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
if ARGV[3] ~= '1' then
  local kind = 'found'
  local page = redis.call('HMGET', KEYS[1], 'content', 'askedAt', 'log', 'writes')
  local around = not page[1] and redis.call('GET', KEYS[5])
  if around then
    kind = 'around'
    page = redis.call('HMGET', ARGV[4] .. around, 'content', 'askedAt', 'log', 'writes')
  end
  if page[1] then
    return { kind, page[1], now - tonumber(page[2]), writesSince(KEYS[3], KEYS[4], page[3], tonumber(page[4])) }
  end
end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then
  local id, count = positionOf(KEYS[3])
  return { 'claimed', id, count }
end
return { 'taken', math.max(1, redis.call('PTTL', KEYS[2])) }
