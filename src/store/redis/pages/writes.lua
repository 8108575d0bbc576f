-- What the scripts of this folder have in common; it stands before each of them.
-- The log of writes is a list of the latest ones, and a table with its name (id) and how many there were in all (count).

-- The name of the log, and how many writes were added to it.
local function positionOf(meta)
  local found = redis.call('HMGET', meta, 'id', 'count')
  return found[1] or '', tonumber(found[2]) or 0
end

-- The writes behind a position; false where they are not known any more.
local function writesSince(meta, log, id, count)
  local nowId, nowCount = positionOf(meta)
  if id == '' or id ~= nowId or count > nowCount then return false end
  local missed = nowCount - count
  if missed == 0 then return {} end
  if missed > redis.call('LLEN', log) then return false end
  return redis.call('LRANGE', log, -missed, -1)
end
