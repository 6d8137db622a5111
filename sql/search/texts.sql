-- The texts are in the published database; the index needs them only while it is made.
create table articles as
select
    article_id,
    title,
    text
from published.articles
where is_current
