-- Health of ocmfed resources for Argo CD: Paused is Suspended, Stalled is Degraded, Ready is Healthy,
-- anything else is still on its way.
local health = {status = "Progressing", message = "Waiting for the operator"}
if obj.status == nil or obj.status.conditions == nil then
  return health
end
local condition = {}
for _, c in ipairs(obj.status.conditions) do
  condition[c.type] = c
end
local observed = obj.status.observedGeneration
if observed ~= nil and obj.metadata.generation ~= nil and observed < obj.metadata.generation then
  return health
end
local function is_true(c)
  return c ~= nil and c.status == "True"
end
if is_true(condition.Paused) then
  return {status = "Suspended", message = condition.Paused.message}
end
if is_true(condition.Stalled) then
  return {status = "Degraded", message = condition.Stalled.message}
end
if is_true(condition.Ready) then
  return {status = "Healthy", message = condition.Ready.message}
end
if condition.Ready ~= nil and condition.Ready.message ~= nil then
  health.message = condition.Ready.message
end
return health
