-- check-generations: whether the namespace is found by whoever opens it, and nothing is left of what nobody uses.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1] the generation that the caller uses, [2] at which generation to go on
--
-- Answers "moved" (see moved.lua), or "generations", where to go on (empty: that was all), findings, each a law and a sentence, and generations
-- that are left over: nobody uses them, and no import fills them

local BATCH = 500

local moved = kit.moved_to()
if moved then return { "moved", moved } end
local own, first = tonumber(ARGV[1]), tonumber(ARGV[2])
local findings, left = {}, {}
local function found(sentence) findings[#findings + 1] = { "index", sentence } end

local counter = redis.pcall("GET", KEYS[2] .. "generations")
local last = type(counter) == "string" and tonumber(counter) or 0
if last < own then found("The counter of generations is lost.") end
if own > 0 then
  if redis.pcall("HLEN", KEYS[2] .. "0:s") ~= 1 or redis.pcall("HLEN", KEYS[2] .. "current") ~= 1 then
    found("Where the namespace is now is told by something that the store did not write, or not at all.")
  end
  if redis.pcall("HGET", KEYS[2] .. "0:s", "moved") ~= ARGV[1] then found("The mark that leads to the namespace is lost.") end
  if redis.pcall("HGET", KEYS[2] .. "current", "generation") ~= ARGV[1] then found("The note of where the namespace is now is lost.") end
end
if type(redis.pcall("ZCARD", KEYS[2] .. "staged")) ~= "number" then found("The list of imports under way is of another type.") end
local final = math.min(first + BATCH - 1, math.max(last, own + 1))
for generation = first, final do
  local name = kit.text(generation)
  if generation ~= own and kit.call("EXISTS", KEYS[2] .. name .. ":s") == 1 then
    local mark, staged = redis.pcall("HGET", KEYS[2] .. name .. ":s", "moved"), redis.pcall("ZSCORE", KEYS[2] .. "staged", name)
    if type(mark) ~= "string" and type(staged) ~= "string" then
      left[#left + 1] = name
      found("Keys of the generation " .. name .. " are left over; nobody uses them.")
    end
  end
end
return { "generations", final < last and kit.text(final + 1) or "", findings, left }
