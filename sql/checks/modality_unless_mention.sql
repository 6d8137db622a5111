-- Fails if a mention of sanctions has a modality, or any other action has none.
--
-- A mention claims nothing of an action, so there is nothing that could be actual, planned or denied.
select
    article_id,
    statement_id,
    action,
    modality
from sanctions
where (action = 'mention') != (modality is null)
order by article_id, statement_id
