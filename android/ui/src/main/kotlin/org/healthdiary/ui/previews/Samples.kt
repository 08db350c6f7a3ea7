package org.healthdiary.ui.previews

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.graphics.Canvas
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.Paint
import org.healthdiary.ui.state.ClockCause
import org.healthdiary.ui.state.Content
import org.healthdiary.ui.state.DeviceKind
import org.healthdiary.ui.state.Score
import org.healthdiary.ui.state.ShownEntry
import org.healthdiary.ui.state.ShownMoment
import org.healthdiary.ui.state.ShownPerson
import org.healthdiary.ui.state.ShownValue
import org.healthdiary.ui.state.Source
import java.time.Duration
import java.time.LocalDate
import java.time.LocalTime

/** Invented entries that previews and pictures show. */
internal object Samples {
    val today: LocalDate = LocalDate.of(2026, 8, 18)
    val ana = ShownPerson("1", "Ana")
    val ben = ShownPerson("2", "Benedict Okafor")
    val cuff = Source.Device("UA-651BLE", DeviceKind.Cuff)
    val slowCuff = cuff.copy(model = "BM85", clockOff = Duration.ofHours(-73), cause = ClockCause.Offset)

    val pressure =
        ShownEntry(
            id = "3f2a9c10",
            kind = "blood-pressure",
            values =
                listOf(
                    number("systolic", "131", "mmHg"),
                    number("diastolic", "82", "mmHg"),
                    number("pulse", "70", "/min"),
                    ShownValue("arm", Content.Choices(listOf("left"))),
                ),
            at = at(8, 5),
            source = cuff,
        )
    val yesterday = pressure.copy(id = "5", at = at(19, 30).copy(day = today.minusDays(1)))
    val moved = pressure.copy(id = "6", remarks = listOf("body-moved", "irregular-pulse"), doubtful = true)
    val failed =
        pressure.copy(
            id = "7",
            values = listOf(ShownValue("systolic", Content.Number(null, "mmHg")), ShownValue("diastolic", Content.Number(null, "mmHg"))),
            remarks = listOf("cuff-loose"),
            doubtful = true,
        )
    val oxygen =
        ShownEntry(
            id = "8",
            kind = "oximetry",
            values = listOf(number("saturation", "97", "%"), number("pulse", "66", "/min")),
            at = at(7, 58),
            source = Source.Device("3230", DeviceKind.Oximeter),
        )
    val glucose =
        ShownEntry(
            id = "9",
            kind = "glucose",
            values = listOf(number("glucose", "5.6", "mmol/L"), ShownValue("meal", Content.Choices(listOf("fasting")))),
            at = at(7, 15),
            amended = true,
        )
    val weight = ShownEntry(id = "10", kind = "weight", values = listOf(number("weight", "71.4", "kg")), at = at(7, 10))
    val note =
        ShownEntry(
            id = "11",
            kind = "symptom",
            values =
                listOf(
                    ShownValue("symptom", Content.Text("Dizzy after standing up")),
                    ShownValue("severity", Content.Choices(listOf("mild"))),
                ),
            at = at(6, 50).copy(place = "Lisbon"),
        )
    val letter =
        ShownEntry(
            id = "12",
            kind = "visit",
            values =
                listOf(
                    ShownValue("with", Content.Text("Dr Imogen Hart")),
                    ShownValue("text", Content.Text("Blood pressure well controlled. Go on with 5 mg.")),
                ),
            at = at(10, 0).copy(day = today.minusDays(6)),
            source = Source.Clinician("Dr Imogen Hart", "Market Street Surgery"),
        )
    val mood =
        ShownEntry(
            id = "13",
            kind = "who-5",
            values = emptyList(),
            at = at(7, 0).copy(day = today.minusDays(1)),
            score = Score(points = 68, most = 100),
        )

    private val view = Rect(0f, 0f, 320f, 180f)
    private val sky = Color(0xFFBFD9E6)
    private val sun = Offset(240f, 54f)
    private val yellow = Color(0xFFF2C14E)
    private val hill = Offset(96f, 252f)
    private val green = Color(0xFF5B8C5A)
    private const val SUN = 27f
    private const val HILL = 144f

    /** A hill under the sun. */
    fun picture(): ImageBitmap =
        ImageBitmap(view.width.toInt(), view.height.toInt()).also { image ->
            val canvas = Canvas(image)
            canvas.drawRect(view, Paint().apply { color = sky })
            canvas.drawCircle(sun, SUN, Paint().apply { color = yellow })
            canvas.drawCircle(hill, HILL, Paint().apply { color = green })
        }

    fun at(
        hour: Int,
        minute: Int,
    ) = ShownMoment(today, LocalTime.of(hour, minute))

    fun number(
        field: String,
        digits: String,
        unit: String,
    ) = ShownValue(field, Content.Number(digits, unit))
}
