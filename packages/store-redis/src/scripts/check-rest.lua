-- check-rest: a page of what else is kept: callees by age, numbers of no pool, what answer-rate learned.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1] the caller's time, [2] "ages", "strays", "held" or "al:<pool's index>", [3] the place to begin at, [4] how many
--
-- Answers "rest", whether there are more, findings, each a law, a sentence, the kind of what it is about and its name; and of "strays" the slug keys

kit.read_head_as_it_is()
local what, first, count = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local findings = {}
local function found(law, sentence, kind, name) findings[#findings + 1] = { law, sentence, kind, name } end
local page = redis.pcall("ZRANGE", kit.prefix .. what, first, first + count - 1, "WITHSCORES")
if page.err then return { "rest", "", { { "engine", "A list is of another type", "list", what } } } end
local names = {}
local index = what:match("^al:(%d+)$")
local learned = index and tonumber(kit.read("v" .. index) or 0) or 0

local function check_learned(field, score)
  local value = kit.field_in("a:" .. index, field)
  if not value then return found("counts", "What answer-rate learned of a number is lost", "n", field:sub(3)) end
  local answered, attempted, at = struct.unpack("<ddd", value)
  if not (answered >= 0 and answered <= attempted) or at > kit.now then found("counts", "has learned what cannot be", "n", field:sub(3)) end
  if score > learned then found("index", "was learned of at a count that was never reached", "n", field:sub(3)) end
  if not field:find("^[1-8]:") or not kit.score_at("members:" .. index, field:sub(3)) then
    found("index", "was learned of by a pool that does not have it", "n", field:sub(3))
  end
end

for at = 1, #page, 2 do
  local name, score = page[at], tonumber(page[at + 1])
  if what == "ages" then
    if not kit.read("c" .. name) then found("index", "has an age, and nothing is kept of them", "c", name) end
  elseif what == "strays" then
    names[#names + 1] = name
    if not kit.read("n" .. name) then found("counts", "is in no pool, and nothing is kept of it", "n", name) end
  elseif what == "held" then
    local chunk = tonumber(name) and kit.text(math.floor(tonumber(name) / 1024)) or ""
    if score > kit.now and not kit.field_in("l:" .. chunk, name) then
      found("leases", "A lease waits for its deadline, and is not known", "l", name)
    end
  elseif not pcall(check_learned, name, score) then
    found("engine", "has learned what cannot be read", "n", name:sub(3))
  end
end
return { "rest", #page == 2 * count and "1" or "", findings, names }
