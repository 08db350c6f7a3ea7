//! Records that say nothing of what they hold when somebody prints them: a reading or a name must not reach a log.

macro_rules! says_nothing {
    ($($record:ident),* $(,)?) => {$(
        impl std::fmt::Debug for $record {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($record))
            }
        }
    )*};
}

pub(crate) use says_nothing;
