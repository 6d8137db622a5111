-- Current texts that another extractor made (or none), oldest month first; undated ones last. A window without a day
-- and without a source is everything.
select
    article_id,
    word_count,
    date_trunc('month', published_date)::date as month_date
from articles
where
    is_current
    and extractor_version is distinct from $extractor_version
    and ($since::date is null or published_date >= $since)
    and ($until::date is null or published_date < $until)
    and ($source::text is null or source = $source)
order by month_date nulls last, article_id
