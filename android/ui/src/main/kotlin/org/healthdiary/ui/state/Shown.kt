package org.healthdiary.ui.state

import androidx.compose.runtime.Immutable
import java.time.Duration
import java.time.LocalDate
import java.time.LocalTime

/** When something was, as it was recorded: the day and the clock on the wall there and then. */
@Immutable
data class ShownMoment(
    /** None where not even the day is known. */
    val day: LocalDate?,
    /** None where no more than the day is known. */
    val time: LocalTime? = null,
    /** The place of the zone, where it is another than that of the entry before: "Berlin". */
    val place: String? = null,
    val known: TimeKnown = TimeKnown.Exactly,
    /** The zone of that clock, as the IANA database spells it; none where nobody knows. */
    val zone: String? = null,
)

/** How well a time is known. */
enum class TimeKnown {
    /** As well as its source had it. */
    Exactly,

    /** Only within bounds; the earliest is shown. */
    About,

    /** The clocks went back, and it was one of two. */
    OneOfTwo,
}

/** Where an entry comes from. */
@Immutable
sealed interface Source {
    /** A person typed it. */
    data object Typed : Source

    /** A device measured it. */
    data class Device(
        val model: String,
        val kind: DeviceKind,
        /** How wrong its clock was, and corrected; negative where it was slow. None where it was right. */
        val clockOff: Duration? = null,
        val cause: ClockCause? = null,
    ) : Source

    /** A clinician wrote it; nobody changes it. */
    data class Clinician(
        val name: String,
        val organisation: String? = null,
    ) : Source
}

/** What a device is called on the screen. */
enum class DeviceKind { Cuff, Oximeter, Other }

/** Why a device's clock was wrong. */
enum class ClockCause { Offset, Drift, DaylightSaving, Zone, Reset }

/** One value of an entry. */
@Immutable
data class ShownValue(
    /** The field's name in the core, or the name that a person gave to a field of their own. */
    val field: String,
    val content: Content,
)

/** What a value holds. */
@Immutable
sealed interface Content {
    /** Digits with a dot, as they were given, and the unit's name in the core; none where the device could not read it. */
    data class Number(
        val digits: String?,
        val unit: String,
    ) : Content

    data class Text(
        val text: String,
    ) : Content

    /** Names of choices in the core. */
    data class Choices(
        val names: List<String>,
    ) : Content

    data class Moment(
        val moment: ShownMoment,
    ) : Content
}

/** An entry as screens show it. */
@Immutable
data class ShownEntry(
    val id: String,
    /** The kind's name in the core, such as `blood-pressure`. */
    val kind: String,
    val values: List<ShownValue>,
    val at: ShownMoment,
    val source: Source = Source.Typed,
    /** What a person called a kind of their own. */
    val ownName: String? = null,
    /** Names in the core of what the device noticed. */
    val remarks: List<String> = emptyList(),
    /** Whether the value is one to doubt: the device says so, or it is outside what is possible. */
    val doubtful: Boolean = false,
    val note: String? = null,
    val tags: List<String> = emptyList(),
    /** Points of a questionnaire, and the most there can be. */
    val score: Score? = null,
    val amended: Boolean = false,
    val retracted: Boolean = false,
) {
    /** The content of a field, where there is one. */
    operator fun get(field: String): Content? = values.firstOrNull { it.field == field }?.content

    /** The number of a field, where there is one that could be read. */
    fun number(field: String): Content.Number? = (get(field) as? Content.Number)?.takeIf { it.digits != null }
}

/** Points, and the most that there can be. */
@Immutable
data class Score(
    val points: Int,
    val most: Int,
)

/** A person of the household. */
@Immutable
data class ShownPerson(
    val id: String,
    val name: String,
)

/** What a person typed that must not appear in any log: its text form says nothing. */
@JvmInline
value class Hidden(
    val text: String,
) {
    override fun toString(): String = "hidden"
}
