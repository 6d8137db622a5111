-- title:   Months whose figures changed
-- grain:   one row per month, newest first; undated articles are apart, in the last row
-- params:  earlier text = null; later text = null
-- columns: month_date first of the month of publication;
--          new_count new articles;
--          revised_count articles with another text;
--          reextracted_count articles read by another extractor
select
    date_trunc('month', published_date)::date as month_date,
    count(*) filter (where cause = 'new article') as new_count,
    count(*) filter (where cause in ('new revision', 'earlier text came late')) as revised_count,
    count(*) filter (where cause = 'read by another extractor') as reextracted_count
from changes_between($earlier, $later)
group by month_date
order by month_date desc nulls last
