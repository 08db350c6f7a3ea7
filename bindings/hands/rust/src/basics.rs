//! What a dispatcher stands on: numbers, texts and bytes as JSON, the objects that are held, and what listeners were told.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use data_encoding::HEXLOWER;
use diary_ffi::ScenarioStage;
use serde_json::{Value, json};

/// How long a listener is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A value is not what a call takes.
#[derive(Debug)]
pub(crate) struct Strange(pub(crate) String);

impl std::fmt::Display for Strange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Strange {}

/// Why a call gave nothing.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It refused, with this kind.
    Kind(&'static str),
    /// It could not be made.
    Strange(Strange),
}

impl From<Strange> for Failure {
    fn from(strange: Strange) -> Self {
        Self::Strange(strange)
    }
}

type Object = Arc<dyn Any + Send + Sync>;

/// The objects that are held by name, and what listeners were told. Clones are the same hands.
#[derive(Debug, Clone)]
pub(crate) struct Hands(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    stage: Arc<ScenarioStage>,
    inside: Mutex<Inside>,
    news: Condvar,
}

#[derive(Debug, Default)]
struct Inside {
    objects: BTreeMap<String, Object>,
    told: BTreeMap<String, Vec<Value>>,
    /// The name for what the call that is made gives.
    named: Option<String>,
}

impl Hands {
    pub(crate) fn of(stage: &Arc<ScenarioStage>) -> Self {
        let (stage, inside, news) = (Arc::clone(stage), Mutex::default(), Condvar::new());
        Self(Arc::new(Shared { stage, inside, news }))
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.0.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn begin(&self, named: Option<&str>) {
        self.lock().named = named.map(str::to_owned);
    }

    /// An object that is handed in.
    pub(crate) fn held<T: Send + Sync + 'static>(&self, value: &Value) -> Result<Arc<T>, Strange> {
        self.on(value.as_str())
    }

    /// The object that a call is made on.
    pub(crate) fn on<T: Send + Sync + 'static>(&self, name: Option<&str>) -> Result<Arc<T>, Strange> {
        let strange = || Strange(format!("nothing of this kind is held as {}", name.unwrap_or("nothing")));
        let object = self.lock().objects.get(name.ok_or_else(strange)?).cloned();
        object.ok_or_else(strange)?.downcast::<T>().map_err(|_| strange())
    }

    pub(crate) fn keep<T: Send + Sync + 'static>(&self, object: Arc<T>, class: &str) -> Value {
        let mut inside = self.lock();
        let before = inside.named.clone().and_then(|name| inside.objects.insert(name, object));
        drop(inside);
        drop(before);
        json!({"object": class})
    }

    pub(crate) fn let_go(&self, names: &Value) {
        for name in names.as_array().into_iter().flatten().filter_map(Value::as_str) {
            let gone = self.lock().objects.remove(name);
            drop(gone);
        }
    }

    /// What a listener of this name writes down what it is told in.
    pub(crate) fn heard(&self, value: &Value) -> Result<Heard, Strange> {
        let name = value.as_str().ok_or_else(|| Strange("a listener has a name".to_owned()))?;
        Ok(Heard { name: name.to_owned(), hands: self.clone() })
    }

    /// What a listener was told since, once it was told so often.
    pub(crate) fn told(&self, listener: &str, at_least: u64) -> Vec<Value> {
        let few = |inside: &mut Inside| (inside.told.get(listener).map_or(0, Vec::len) as u64) < at_least;
        let waited = self.0.news.wait_timeout_while(self.lock(), PATIENCE, few);
        let (mut inside, _) = waited.unwrap_or_else(PoisonError::into_inner);
        inside.told.remove(listener).unwrap_or_default()
    }
}

/// What everything is that foreign code implements.
#[derive(Debug)]
pub(crate) struct Heard {
    name: String,
    pub(crate) hands: Hands,
}

impl Heard {
    pub(crate) fn hears(&self, function: &str, with: Value) {
        let mut told = serde_json::Map::new();
        told.insert(function.to_owned(), with);
        self.hands.lock().told.entry(self.name.clone()).or_default().push(Value::Object(told));
        self.hands.0.news.notify_all();
    }

    /// What the stage has for a function, or what it has to throw.
    pub(crate) fn asks<E>(&self, function: &str, with: &Value, thrown: fn(&str) -> E) -> Result<Value, E> {
        let question = json!({"of": self.name, "function": function, "with": with});
        let answer = self.hands.0.stage.asked(question.to_string());
        let mut answer: Value = serde_json::from_str(&answer).unwrap_or_default();
        match answer.get("failed").and_then(Value::as_str) {
            Some(kind) => Err(thrown(kind)),
            None => Ok(answer.get_mut("gave").map(Value::take).unwrap_or_default()),
        }
    }
}

/// A member of an object, or what stands for one that is left out.
pub(crate) fn member(value: &Value, name: &str, left_out: Value) -> Value {
    value.get(name).cloned().unwrap_or(left_out)
}

pub(crate) fn each(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The name of a variant, and its fields.
pub(crate) fn variant(value: &Value) -> Result<(&str, &Value), Strange> {
    let one = value.as_object().and_then(|members| members.iter().next());
    match (value, one) {
        (Value::String(name), _) => Ok((name, &Value::Null)),
        (_, Some((name, fields))) => Ok((name, fields)),
        _ => Err(Strange(format!("{value} is no variant"))),
    }
}

macro_rules! numbers {
    ($($read:ident $write:ident $number:ty, $as:ident;)*) => {$(
        pub(crate) fn $read(value: &Value, _: &Hands) -> Result<$number, Strange> {
            if value.is_null() {
                return Ok(0);
            }
            let number = value.$as().and_then(|number| <$number>::try_from(number).ok());
            number.ok_or_else(|| Strange(format!("{value} is no {}", stringify!($number))))
        }

        pub(crate) fn $write(value: $number, _: &Hands) -> Value {
            json!(value)
        }
    )*};
}

numbers! {
    read_UInt8 write_UInt8 u8, as_u64;
    read_Int8 write_Int8 i8, as_i64;
    read_UInt16 write_UInt16 u16, as_u64;
    read_UInt32 write_UInt32 u32, as_u64;
    read_Int32 write_Int32 i32, as_i64;
    read_UInt64 write_UInt64 u64, as_u64;
    read_Int64 write_Int64 i64, as_i64;
}

pub(crate) fn write_Float64(value: f64, _: &Hands) -> Value {
    json!(value)
}

pub(crate) fn read_Boolean(value: &Value, _: &Hands) -> Result<bool, Strange> {
    if value.is_null() {
        return Ok(false);
    }
    value.as_bool().ok_or_else(|| Strange(format!("{value} is neither true nor false")))
}

pub(crate) fn write_Boolean(value: bool, _: &Hands) -> Value {
    json!(value)
}

pub(crate) fn read_String(value: &Value, _: &Hands) -> Result<String, Strange> {
    value.as_str().map(str::to_owned).ok_or_else(|| Strange(format!("{value} is no text")))
}

#[expect(clippy::needless_pass_by_value, reason = "every writer takes what came")]
pub(crate) fn write_String(value: String, _: &Hands) -> Value {
    json!(value)
}

pub(crate) fn read_Bytes(value: &Value, hands: &Hands) -> Result<Vec<u8>, Strange> {
    HEXLOWER
        .decode(read_String(value, hands)?.as_bytes())
        .map_err(|_| Strange(format!("{value} is no bytes")))
}

#[expect(clippy::needless_pass_by_value, reason = "every writer takes what came")]
pub(crate) fn write_Bytes(value: Vec<u8>, _: &Hands) -> Value {
    json!(HEXLOWER.encode(&value))
}

pub(crate) fn write_Nothing((): (), _: &Hands) -> Value {
    Value::Null
}
