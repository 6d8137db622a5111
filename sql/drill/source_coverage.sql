-- title:   Articles behind the calendar of each source
-- grain:   one row per article, newest first; the newest of every source and period
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); grain text = month; source text = null;
--          profile profile = null; per_key int = 6 (of a source and period); top int = 600 (in all)
-- columns: key_source name of the source, null where the article states none;
--          period_date first day of the period;
--          article_count true: every row is an article;
--          story_count whether it is the first of its story;
--          sanctions_article_count whether it has a sanctions statement;
--          thing_id key of the article;
--          published_date publication day;
--          source name of the source;
--          title headline of the article;
--          url address of the article;
--          sentence none: the headline says which article it is;
--          evidence_start none;
--          evidence_end none
with
asked_articles as (
    select
        article_id,
        source,
        published_date,
        date_trunc($grain, published_date)::date as period_date
    from articles_of($profile)
    where
        ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

newest_articles as (
    select
        source,
        period_date,
        max_by(article_id, newest_first(published_date, article_id), $per_key) as article_ids
    from asked_articles
    group by source, period_date
),

kept_articles as (
    select
        source,
        period_date,
        unnest(article_ids) as article_id,
        generate_subscripts(article_ids, 1) as place
    from newest_articles
    order by place, period_date desc nulls last, source nulls last
    limit $top
)

select
    k.source as key_source,
    k.period_date,
    true as article_count,
    row_number() over (partition by k.source, k.period_date, a.story_id order by k.place) = 1 as story_count,
    a.article_id in (select sanctions.article_id from sanctions) as sanctions_article_count,
    a.article_id as thing_id,
    a.published_date,
    a.source,
    a.title,
    a.url,
    null::varchar as sentence,
    null::integer as evidence_start,
    null::integer as evidence_end
from kept_articles as k
inner join articles as a on k.article_id = a.article_id and a.is_current
order by a.published_date desc nulls last, a.article_id
