-- Fails if an article is dated and nothing says where from, or undated and something does.
--
-- Nothing falls back to the day of the run or to a guess without saying so.
select
    article_id,
    revision,
    published_date,
    published_method
from articles
where (published_date is null) != (coalesce(published_method, 'none') = 'none')
order by article_id, revision
