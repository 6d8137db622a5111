-- title:   Entity
-- grain:   one row, none when there is no such entity
-- params:  id text = null
-- columns: entity_id key;
--          name name;
--          type kind of party;
--          code ISO 3166-1 alpha-3 or a code of the contract;
--          mention_count mentions by name;
--          reference_count words that stand for it ("the country", "he");
--          article_count articles
select
    e.entity_id,
    e.name,
    e.type,
    e.code,
    count(m.label) as mention_count,
    count(m.article_id) - count(m.label) as reference_count,
    count(distinct m.article_id) as article_count
from entities as e
left join mentions as m on e.entity_id = m.entity_id
where e.entity_id = $id
group by e.entity_id, e.name, e.type, e.code
