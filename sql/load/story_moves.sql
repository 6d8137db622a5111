-- The new names, of wordings and of articles; then the story of each text of the batch, which knew its wording only.
update story_texts set story_id = m.new_id
from batch_moves as m
where story_texts.story_id = m.story_id;

update articles set story_id = m.new_id
from batch_moves as m
where articles.story_id = m.story_id;

update articles set story_id = t.story_id
from incoming_articles as i
inner join story_texts as t on i.story_id = t.story_key
where
    articles.article_id = i.article_id
    and articles.content_hash = i.content_hash
    and articles.story_id is distinct from t.story_id;
