-- title:   Articles
-- grain:   one row per article that changed, newest publication first, at most $top; undated ones last
-- params:  earlier text = null; later text = null; top int = 30
-- columns: article_id key of the article;
--          cause why it changed;
--          run_id run that changed it;
--          published_date publication day;
--          source outlet;
--          title headline
select
    article_id,
    cause,
    run_id,
    published_date,
    source,
    title
from changes_between($earlier, $later)
order by published_date desc nulls last, article_id
limit $top
