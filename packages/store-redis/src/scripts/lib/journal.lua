-- Runs the user's own fragment, of which `fragment` is the function: once all is decided, and before anything is written.

-- Whatever a fragment raises, or answers as an error, is told as its own: the state is sound.
function kit.raise_of_journal(failure) -- rarely
  local text = type(failure) == "table" and (failure.err or "It says no more.") or failure
  error({ err = "JOURNAL " .. tostring(text) })
end

-- Answers the fragment's answer, and whether it was a veto.
function kit.run_journal(fragment, what, arguments) -- rarely
  -- Should the fragment fail, whoever has woken up stays awake.
  kit.flush()
  local vetoes = {}
  local veto = function(value)
    vetoes[1] = value
    return vetoes
  end
  local is_done, answer = pcall(fragment, what, arguments, function(name) return KEYS[2] .. "journal:" .. name end, veto)
  if not is_done or (type(answer) == "table" and answer.err) then kit.raise_of_journal(answer) end
  if answer == vetoes then return vetoes[1], true end
  return answer, false
end

-- Numbers go back as texts with all their digits.
function kit.journal_answer(value) -- rarely
  if value == nil then return false end
  if type(value) == "number" then return kit.text(value) end
  if type(value) == "boolean" then return value and "true" or "false" end
  if type(value) ~= "table" then return value end
  if value.err or value.ok then return value.err or value.ok end
  local answers = {}
  for index = 1, #value do answers[index] = kit.journal_answer(value[index]) end
  return answers
end
