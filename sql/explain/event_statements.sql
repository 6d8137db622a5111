-- title:   Sanctions statements of it
-- grain:   one row per statement that describes the event
-- params:  id text = null
-- columns: statement_id key;
--          says action, and what the text claims about it;
--          sender codes of those who impose or ease;
--          target codes of those against whom the sanctions are
select
    statement_id,
    concat_ws(', ', action, modality) as says,
    sender,
    target
from sanctions_mentions
where event_id = $id
order by statement_id
