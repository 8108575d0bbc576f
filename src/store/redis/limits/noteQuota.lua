-- Takes down what the CRM said about the day's calls.
-- ARGV: as in limits.lua, then one of:
--   'spent'       nothing is left.
--   'answered'    it answers calls again.
--   'claim', ms   whether it should be asked for the figures now: it was not asked for so many milliseconds.
--   'figures', limit, calls used, calls that had been counted here when it was asked, when the count starts again or ''.
local what = ARGV[own]
openQuota()
if what == 'spent' then
  redis.call('HSET', quota, 'probedAt', now)
elseif what == 'answered' then
  redis.call('HDEL', quota, 'probedAt')
elseif what == 'claim' then
  local askedAt = quotaOf('askedAt')
  if dailyQuota or quotaOf('limit') or (askedAt and now - askedAt < tonumber(ARGV[own + 1])) then return answer('known') end
  redis.call('HSET', quota, 'askedAt', now)
  return answer('claimed')
elseif what == 'figures' then
  local limit, told, usedWhenAsked, resetsAt = ARGV[own + 1], tonumber(ARGV[own + 2]), tonumber(ARGV[own + 3]), tonumber(ARGV[own + 4])
  local used = quotaOf('used')
  redis.call('HSET', quota, 'limit', limit, 'isConfirmed', 1, 'used', math.max(used, told + used - usedWhenAsked))
  if resetsAt and resetsAt > now then
    redis.call('HSET', quota, 'resetsAt', resetsAt)
    redis.call('PEXPIREAT', quota, resetsAt)
  end
end
return answer('noted')
