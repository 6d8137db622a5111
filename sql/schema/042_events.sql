-- An event's sentence beside it, as a statement's: cut out of its article, 1,200 sentences had a million texts read
-- (3 s of processor time and over a gigabyte).
alter table events add column sentence text;

update events set
    sentence = substring(a.text, events.sentence_start + 1, events.sentence_end - events.sentence_start)
from articles as a
where events.article_id = a.article_id and a.is_current;

comment on column events.sentence is 'The sentence that tells it: articles.text from sentence_start to sentence_end.';
