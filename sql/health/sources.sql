-- title:   When each source was last heard
-- grain:   one row per source that has a dated article published before $until, the one longest silent first
-- params:  until date = 9999-12-31 (exclusive)
-- columns: source name of the source;
--          last_date publication day of its latest article;
--          recent_count its articles of the 56 days that end with it: a source of three pieces is rare, not silent
with
dated_articles as (
    select
        source,
        published_date,
        max(published_date) over (partition by source) as last_date
    from articles
    where is_current and source is not null and published_date < $until
)

select
    source,
    last_date,
    count(*) filter (where published_date > last_date - 56) as recent_count
from dated_articles
group by source, last_date
order by last_date, source
