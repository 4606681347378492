-- One application, classified recognition (一次申请、分类认定): a refused case goes on to the next fitting programme.
ALTER TABLE application ADD COLUMN continues uuid REFERENCES application (id);
CREATE UNIQUE INDEX application_continues ON application (continues, programme) WHERE continues IS NOT NULL;
