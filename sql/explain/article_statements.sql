-- title:   What it says about sanctions
-- grain:   one row per statement of the current text, in its order
-- params:  id text = null
-- columns: statement_id key;
--          says action, and what the text claims about it;
--          sender codes of those who impose or ease;
--          target codes of those against whom the sanctions are;
--          sentence the sentence that says so
select
    m.statement_id,
    concat_ws(', ', m.action, m.modality) as says,
    m.sender,
    m.target,
    m.sentence
from sanctions_mentions as m
inner join sanctions as s on m.statement_id = s.statement_id
inner join articles as a on m.article_id = a.article_id and a.is_current
where a.article_id = $id or a.given_id = $id
order by m.article_id, s.start, m.statement_id
