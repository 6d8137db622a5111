-- title:   The roles that texts give it
-- grain:   one row per role, most frequent first
-- params:  id text = null
-- columns: text the role as it stands;
--          article_count articles that say so;
--          article_id one of them
select
    text,
    count(distinct article_id) as article_count,
    min(article_id) as article_id
from entity_roles
where entity_id = $id
group by text
order by article_count desc, text
