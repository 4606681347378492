-- The request file also goes out as CSV, for systems that read no workbook; its digest stands beside the workbook's.
ALTER TABLE check_batch ADD COLUMN csv_digest text;
