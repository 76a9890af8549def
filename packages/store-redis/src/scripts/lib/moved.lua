-- Where a namespace is that was cleared, or replaced by an import.
--
-- Of a generation that is not used any more nothing stays but a field `moved` in its `s`. The hash `current`, which all generations share, says
-- it once more: a mark may be lost (an eviction takes what is rarely read), and the namespace would seem to be new.

-- The generation under whose keys it is now; nothing if it is under these.
function kit.moved_to() -- rarely
  if kit.read("h") then return nil end
  local mark = kit.read("moved")
  if mark then return mark end
  local current = redis.pcall("HGET", KEYS[2] .. "current", "generation")
  if type(current) == "string" and KEYS[2] .. current .. ":" ~= KEYS[1] then return current end
end
