-- Articles of the batch whose current text has no layers: those of another text would point into the wrong words.
select a.article_id
from articles as a
semi join batch_articles as b on a.article_id = b.article_id
where a.is_current and a.extractor_version is null
order by a.article_id
