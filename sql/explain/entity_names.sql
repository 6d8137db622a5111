-- title:   The names it goes by
-- grain:   one row per form, sense and rule, most frequent first
-- params:  id text = null
-- columns: text the form;
--          sense literal or government;
--          rule why it was linked;
--          mention_count mentions;
--          example a sentence with it
select
    m.text,
    m.sense,
    m.rule,
    count(*) as mention_count,
    min(substring(a.text, s.start + 1, s."end" - s.start)) as example
from mentions as m
inner join articles as a on m.article_id = a.article_id and a.is_current
inner join sentences as s on m.article_id = s.article_id and m.start >= s.start and m."end" <= s."end"
where m.entity_id = $id
group by m.text, m.sense, m.rule
order by mention_count desc, m.text, m.sense, m.rule
