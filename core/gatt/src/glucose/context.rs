//! Glucose Measurement Context (2A34).

use alloc::vec::Vec;

use crate::bits::codes;
use crate::error::{DecodeError, Prefix};
use crate::float::Sfloat;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

codes! {
    /// Which meal the carbohydrates belong to.
    pub struct CarbohydrateKind {
        BREAKFAST = 1 => "breakfast",
        LUNCH = 2 => "lunch",
        DINNER = 3 => "dinner",
        SNACK = 4 => "snack",
        DRINK = 5 => "drink",
        SUPPER = 6 => "supper",
        BRUNCH = 7 => "brunch",
    }
}

codes! {
    /// How the measurement lies to a meal.
    pub struct Meal {
        BEFORE = 1 => "before a meal",
        AFTER = 2 => "after a meal",
        FASTING = 3 => "fasting",
        CASUAL = 4 => "casual (snacks, drinks)",
        BEDTIME = 5 => "bedtime",
    }
}

codes! {
    /// Who measured: the low half of a byte.
    pub struct Tester {
        SELF = 1 => "self",
        PROFESSIONAL = 2 => "health care professional",
        LABORATORY = 3 => "laboratory",
        NOT_AVAILABLE = 15 => "not available",
    }
}

codes! {
    /// What else went on with the person's health: the high half of a byte.
    pub struct Health {
        MINOR = 1 => "minor health issues",
        MAJOR = 2 => "major health issues",
        MENSES = 3 => "during menses",
        STRESS = 4 => "under stress",
        NONE = 5 => "no health issues",
        NOT_AVAILABLE = 15 => "not available",
    }
}

codes! {
    /// What was taken against high glucose.
    pub struct MedicationKind {
        RAPID = 1 => "rapid acting insulin",
        SHORT = 2 => "short acting insulin",
        INTERMEDIATE = 3 => "intermediate acting insulin",
        LONG = 4 => "long acting insulin",
        PREMIXED = 5 => "pre-mixed insulin",
    }
}

/// Carbohydrates eaten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Carbohydrate {
    /// Which meal.
    pub kind: CarbohydrateKind,
    /// How much, kilograms.
    pub mass: Sfloat,
}

/// Exercise before the measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Exercise {
    /// How long, seconds; 65535 is "longer than the field can state".
    pub duration: u16,
    /// How hard, percent.
    pub intensity: u8,
}

/// Medication taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Medication {
    /// Of which kind.
    pub kind: MedicationKind,
    /// How much, kilograms or litres: see [`Context::medication_in_litres`].
    pub amount: Sfloat,
}

/// What a person told the meter beside a measurement (2A34, notified; 3 to 17 bytes).
///
/// It belongs to the measurement with its sequence number and may come before or after that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    /// The number of the measurement that this belongs to.
    pub sequence_number: u16,
    /// The extended flags, which have no meaning yet.
    pub extended_flags: Option<u8>,
    /// Carbohydrates.
    pub carbohydrate: Option<Carbohydrate>,
    /// The meal.
    pub meal: Option<Meal>,
    /// Who measured, and the person's health.
    pub tester_health: Option<(Tester, Health)>,
    /// Exercise.
    pub exercise: Option<Exercise>,
    /// Medication.
    pub medication: Option<Medication>,
    /// Whether the amount of a medication is in litres, else in kilograms.
    pub medication_in_litres: bool,
    /// Glycated haemoglobin (`HbA1c`), percent.
    pub hba1c: Option<Sfloat>,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last announced field.
    pub rest: &'a [u8],
}

impl<'a> Context<'a> {
    const CARBOHYDRATE: u8 = 1 << 0;
    const MEAL: u8 = 1 << 1;
    const TESTER_HEALTH: u8 = 1 << 2;
    const EXERCISE: u8 = 1 << 3;
    const MEDICATION: u8 = 1 << 4;
    const LITRES: u8 = 1 << 5;
    const HBA1C: u8 = 1 << 6;
    const EXTENDED: u8 = 1 << 7;

    /// Reads a whole frame.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::decode_prefix(bytes)?.whole()
    }

    /// Reads as much as there is of a frame that may be cut after its mandatory part.
    pub fn decode_prefix(bytes: &'a [u8]) -> Result<Prefix<Self>, DecodeError> {
        let mut reader = Reader::new(bytes, 3)?;
        let [flags] = reader.mandatory()?;
        let sequence_number = u16::from_le_bytes(reader.mandatory()?);
        let announced = |bit| flags & bit != 0;
        let extended_flags =
            reader.announced(announced(Self::EXTENDED), "extended flags").map(u8::from_le_bytes);
        let carbohydrate =
            reader.announced(announced(Self::CARBOHYDRATE), "carbohydrate").map(|[kind, low, high]| {
                Carbohydrate { kind: CarbohydrateKind(kind), mass: Sfloat::from_le_bytes([low, high]) }
            });
        let meal = reader.announced(announced(Self::MEAL), "meal").map(|[code]| Meal(code));
        let tester_health = reader
            .announced(announced(Self::TESTER_HEALTH), "tester and health")
            .map(|[code]| (Tester(code & 0x0F), Health(code >> 4)));
        let exercise = reader
            .announced(announced(Self::EXERCISE), "exercise")
            .map(|[low, high, intensity]| Exercise { duration: u16::from_le_bytes([low, high]), intensity });
        let medication =
            reader.announced(announced(Self::MEDICATION), "medication").map(|[kind, low, high]| Medication {
                kind: MedicationKind(kind),
                amount: Sfloat::from_le_bytes([low, high]),
            });
        let hba1c = reader.announced(announced(Self::HBA1C), "HbA1c").map(Sfloat::from_le_bytes);
        let (rest, cut) = reader.finish();
        let mut remarks = Remarks::NONE;
        let undefined = carbohydrate.is_some_and(|it| it.kind.text().is_none())
            || meal.is_some_and(|meal| meal.text().is_none())
            || tester_health
                .is_some_and(|(tester, health)| tester.text().is_none() || health.text().is_none())
            || medication.is_some_and(|it| it.kind.text().is_none());
        remarks.add_if(undefined, Remark::UndefinedValue);
        remarks.add_if(exercise.is_some_and(|it| it.intensity > 100), Remark::OutOfRange);
        remarks.add_if(extended_flags.is_some_and(|flags| flags != 0), Remark::ReservedFlags);
        remarks.add_if(!rest.is_empty() && cut.is_none(), Remark::LongerThanAnnounced);
        let decoded = Self {
            sequence_number,
            extended_flags,
            carbohydrate,
            meal,
            tester_health,
            exercise,
            medication,
            medication_in_litres: announced(Self::LITRES),
            hba1c,
            remarks,
            rest,
        };
        Ok(Prefix { decoded, cut })
    }

    /// The bytes of this context, `rest` included; for a decoded frame, the bytes that came.
    pub fn encode(&self) -> Vec<u8> {
        let flag = |condition, bit| if condition { bit } else { 0 };
        let flags = flag(self.carbohydrate.is_some(), Self::CARBOHYDRATE)
            | flag(self.meal.is_some(), Self::MEAL)
            | flag(self.tester_health.is_some(), Self::TESTER_HEALTH)
            | flag(self.exercise.is_some(), Self::EXERCISE)
            | flag(self.medication.is_some(), Self::MEDICATION)
            | flag(self.medication_in_litres, Self::LITRES)
            | flag(self.hba1c.is_some(), Self::HBA1C)
            | flag(self.extended_flags.is_some(), Self::EXTENDED);
        let mut bytes = Vec::with_capacity(17 + self.rest.len());
        bytes.push(flags);
        bytes.extend(self.sequence_number.to_le_bytes());
        bytes.extend(self.extended_flags);
        if let Some(it) = self.carbohydrate {
            bytes.push(it.kind.0);
            bytes.extend(it.mass.to_le_bytes());
        }
        bytes.extend(self.meal.map(|meal| meal.0));
        bytes.extend(self.tester_health.map(|(tester, health)| (tester.0 & 0x0F) | (health.0 << 4)));
        if let Some(it) = self.exercise {
            bytes.extend(it.duration.to_le_bytes());
            bytes.push(it.intensity);
        }
        if let Some(it) = self.medication {
            bytes.push(it.kind.0);
            bytes.extend(it.amount.to_le_bytes());
        }
        bytes.extend(self.hba1c.iter().flat_map(|word| word.to_le_bytes()));
        bytes.extend(self.rest);
        bytes
    }
}
