-- Which channels there are, the program says (CHANNELS): another one is a file, and no change of tables.
ALTER TABLE message DROP CONSTRAINT message_channel_check;
ALTER TABLE template_on_file DROP CONSTRAINT template_on_file_channel_check;
