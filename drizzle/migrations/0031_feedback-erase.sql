-- expand
-- Whoever is erased takes along what they wrote and what was noted about it, whichever version erases them: the foreign
-- key sets `user_id` to null. What is left is that there was something, when, and with how many stars.
CREATE FUNCTION feedback_erase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.content := '';
  NEW.page := NULL;
  NEW.note := NULL;
  NEW.key := NULL;
  IF NEW.status IN ('new', 'open') THEN
    NEW.status := 'done';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER feedback_erase BEFORE UPDATE OF user_id ON feedback FOR EACH ROW
  WHEN (OLD.user_id IS NOT NULL AND NEW.user_id IS NULL) EXECUTE FUNCTION feedback_erase();
