-- Where a device is found on this phone: what the system calls it there, never a part of who it is. NULL: not known here.
ALTER TABLE devices ADD COLUMN address TEXT;
