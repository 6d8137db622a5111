-- A stored wording that was published earlier that day than known.
update story_texts set first_at = b.first_at
from batch_stories as b
where story_texts.story_key = b.story_key and b.first_at < story_texts.first_at
