package org.healthdiary.app

import android.Manifest
import android.bluetooth.BluetoothAdapter
import android.content.ActivityNotFoundException
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.provider.Settings
import android.view.WindowManager
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.result.contract.ActivityResultContracts.RequestMultiplePermissions
import androidx.activity.viewModels
import androidx.lifecycle.ViewModelProvider
import androidx.lifecycle.createSavedStateHandle
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.keys.SystemPrompt
import org.healthdiary.ui.look.DiaryTheme

/** The one activity. */
internal class MainActivity :
    ComponentActivity(),
    Hands {
    private val model: DiaryModel by viewModels { factory }
    private val factory: ViewModelProvider.Factory
        get() = viewModelFactory { initializer { DiaryModel(Bridge.of(this@MainActivity), createSavedStateHandle()) } }

    private val permissions =
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
            arrayOf(Manifest.permission.BLUETOOTH_SCAN, Manifest.permission.BLUETOOTH_CONNECT)
        } else {
            arrayOf(Manifest.permission.ACCESS_FINE_LOCATION)
        }

    private val asking =
        registerForActivityResult(RequestMultiplePermissions()) {
            when (model.ways.place.value) {
                Place.Take -> model.take.begin()
                Place.AddDevice -> if (mayUseBluetooth) model.adding.begin()
                else -> Unit
            }
        }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        // Neither the task switcher nor a picture of the screen shows what is in a diary.
        window.setFlags(WindowManager.LayoutParams.FLAG_SECURE, WindowManager.LayoutParams.FLAG_SECURE)
        enableEdgeToEdge()
        model.takeHands(this)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
            model.unlocking.prompt = SystemPrompt(this, getString(R.string.prompt_title), getString(R.string.prompt_not_now))
        }
        setContent { DiaryTheme { Show(model) } }
    }

    override fun onResume() {
        super.onResume()
        model.whose.look()
    }

    override fun onDestroy() {
        model.takeHands(null)
        model.unlocking.prompt = null
        super.onDestroy()
    }

    override val mayUseBluetooth: Boolean
        get() = permissions.all { checkSelfPermission(it) == PackageManager.PERMISSION_GRANTED }

    override val wouldAskAgain: Boolean
        get() = permissions.any(::shouldShowRequestPermissionRationale) || !asked

    /** Whether the phone was asked since it began: until then nobody has refused for ever. */
    private var asked = false

    override fun askForBluetooth() {
        asked = true
        asking.launch(permissions)
    }

    override fun switchBluetoothOn() = open(Intent(BluetoothAdapter.ACTION_REQUEST_ENABLE))

    override fun openSettings() = open(Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", packageName, null)))

    private fun open(intent: Intent) {
        try {
            startActivity(intent)
        } catch (_: ActivityNotFoundException) {
            // A phone without that page: the screen still says what to do.
        } catch (_: SecurityException) {
            askForBluetooth()
        }
    }
}
