-- title:   Stale extractions
-- grain:   one row per extractor version among the current articles other than $extractor_version; none when that
--          is null
-- params:  extractor_version text = null
-- columns: extractor_version version that read the articles;
--          article_count articles that the next run with them as input reads again;
--          first_date earliest publication day;
--          last_date latest publication day
select
    extractor_version,
    count(*) as article_count,
    min(published_date) as first_date,
    max(published_date) as last_date
from articles
where is_current and $extractor_version is not null and extractor_version is distinct from $extractor_version
group by extractor_version
order by article_count desc, extractor_version nulls last
