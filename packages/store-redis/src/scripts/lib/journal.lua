-- Runs the user's own fragment, of which `fragment` is the function: once all is decided, and before anything is written.

kit.vetoes = {}

-- Answers the fragment's answer, and whether it was a veto.
function kit.run_journal(fragment, what, arguments) -- rarely
  -- Should the fragment fail, whoever has woken up stays awake.
  kit.flush()
  local veto = function(value)
    kit.vetoes[1] = value
    return kit.vetoes
  end
  local answer = fragment(what, arguments, function(name) return KEYS[2] .. "journal:" .. name end, veto)
  if type(answer) == "table" and answer.err then error(answer) end
  if answer == kit.vetoes then return kit.vetoes[1], true end
  return answer, false
end

-- Numbers go back as texts with all their digits.
function kit.journal_answer(value)
  if value == nil then return false end
  if type(value) == "number" then return kit.text(value) end
  if type(value) == "boolean" then return value and "true" or "false" end
  if type(value) ~= "table" then return value end
  if value.err or value.ok then return value.err or value.ok end
  local answers = {}
  for index = 1, #value do answers[index] = kit.journal_answer(value[index]) end
  return answers
end
